/** The database connection, and what it tells all nodes. */
@NullMarked
package dev.signalbox.app.database;

import org.jspecify.annotations.NullMarked;
