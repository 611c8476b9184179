/** The rules across aggregates, held by constraints in the command's transaction. */
@NullMarked
package dev.signalbox.command.provider;

import org.jspecify.annotations.NullMarked;
