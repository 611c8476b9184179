/** Requests as spans for OpenTelemetry, when somebody wants them. */
@NullMarked
package dev.signalbox.inference.trace;

import org.jspecify.annotations.NullMarked;
