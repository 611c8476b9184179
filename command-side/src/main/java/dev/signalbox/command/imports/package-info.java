/** Moving in: what another product has stored becomes ordinary commands, in one transaction. */
@NullMarked
package dev.signalbox.command.imports;

import org.jspecify.annotations.NullMarked;
