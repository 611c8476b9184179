@NullMarked
package dev.signalbox.query.activeprovider;

import org.jspecify.annotations.NullMarked;
