/** Checks the audit log from the outside: written from docs/audit-proof.md, shares no code with what writes the log. */
@NullMarked
package dev.signalbox.app.verify;

import org.jspecify.annotations.NullMarked;
