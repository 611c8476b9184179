@NullMarked
package dev.signalbox.query;

import org.jspecify.annotations.NullMarked;
