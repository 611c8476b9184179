/** The catalogue of vendors: data, filled from configuration. */
@NullMarked
package dev.signalbox.events.vendor;

import org.jspecify.annotations.NullMarked;
