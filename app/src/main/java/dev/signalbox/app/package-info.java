/** The executable: wiring and start. */
@NullMarked
package dev.signalbox.app;

import org.jspecify.annotations.NullMarked;
