/** Axon's event store on PostgreSQL, with positions in commit order and without gaps. */
@NullMarked
package dev.signalbox.command.eventstore;

import org.jspecify.annotations.NullMarked;
