/** Registering, changing and removing servers. */
@NullMarked
package dev.signalbox.command.server;

import org.jspecify.annotations.NullMarked;
