@NullMarked
package dev.signalbox.query.projection;

import org.jspecify.annotations.NullMarked;
