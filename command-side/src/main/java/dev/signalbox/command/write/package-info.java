/** How every write runs: one transaction, then the answer; and how it is refused. */
@NullMarked
package dev.signalbox.command.write;

import org.jspecify.annotations.NullMarked;
