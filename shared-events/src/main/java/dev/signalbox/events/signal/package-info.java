/** Things that happened inside the process and that modules tell each other without seeing each other. */
@NullMarked
package dev.signalbox.events.signal;

import org.jspecify.annotations.NullMarked;
