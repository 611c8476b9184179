/** Which nodes there are, and how far each of them is. */
@NullMarked
package dev.signalbox.query.node;

import org.jspecify.annotations.NullMarked;
