/** A PostgreSQL of our own for installations on one machine: unpacked, started, watched and stopped by this process. */
@NullMarked
package dev.signalbox.app.embedded;

import org.jspecify.annotations.NullMarked;
