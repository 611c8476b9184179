/** The stream of a server, and the question for its answer. */
@NullMarked
package dev.signalbox.events.server;

import org.jspecify.annotations.NullMarked;
