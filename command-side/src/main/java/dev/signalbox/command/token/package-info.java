/** Issuing, rotating, limiting and revoking tokens. */
@NullMarked
package dev.signalbox.command.token;

import org.jspecify.annotations.NullMarked;
