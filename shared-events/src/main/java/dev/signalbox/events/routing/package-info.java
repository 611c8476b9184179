/** What inference needs to know, and the question for it. */
@NullMarked
package dev.signalbox.events.routing;

import org.jspecify.annotations.NullMarked;
