/** The stream of the active provider of one purpose, and the question for its answer. */
@NullMarked
package dev.signalbox.events.activeprovider;

import org.jspecify.annotations.NullMarked;
