/** Everything that changes the configuration. */
@NullMarked
package dev.signalbox.command;

import org.jspecify.annotations.NullMarked;
