/** Adding, changing, rotating and deleting API keys. */
@NullMarked
package dev.signalbox.command.apikey;

import org.jspecify.annotations.NullMarked;
