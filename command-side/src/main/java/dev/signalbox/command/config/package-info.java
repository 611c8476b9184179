/** Configuration as code: a file says what is to be, and ordinary commands in one transaction make it so. */
@NullMarked
package dev.signalbox.command.config;

import org.jspecify.annotations.NullMarked;
