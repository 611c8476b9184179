/** What a node keeps in memory of a view: brought up to date by signals, with a copy on disk for a start without the database. */
@NullMarked
package dev.signalbox.inference.reload;

import org.jspecify.annotations.NullMarked;
