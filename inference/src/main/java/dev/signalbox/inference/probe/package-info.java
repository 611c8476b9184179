/** Asks providers how they are: health probes, tests, models, key checks. */
@NullMarked
package dev.signalbox.inference.probe;

import org.jspecify.annotations.NullMarked;
