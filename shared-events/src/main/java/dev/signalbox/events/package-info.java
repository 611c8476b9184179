/** Values that events, commands and answers are made of. */
@NullMarked
package dev.signalbox.events;

import org.jspecify.annotations.NullMarked;
