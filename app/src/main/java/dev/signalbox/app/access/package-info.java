/** Who may do what on which port. */
@NullMarked
package dev.signalbox.app.access;

import org.jspecify.annotations.NullMarked;
