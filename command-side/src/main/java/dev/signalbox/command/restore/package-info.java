/** Makes the configuration again what it was: ordinary commands, in one transaction. */
@NullMarked
package dev.signalbox.command.restore;

import org.jspecify.annotations.NullMarked;
