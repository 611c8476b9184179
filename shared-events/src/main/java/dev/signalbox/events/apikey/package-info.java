/** The stream of an API key, and the question for its answer. */
@NullMarked
package dev.signalbox.events.apikey;

import org.jspecify.annotations.NullMarked;
