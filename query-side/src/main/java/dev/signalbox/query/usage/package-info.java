/** What requests took, as the gateway recorded it: sums, single records, and their expiry. */
@NullMarked
package dev.signalbox.query.usage;

import org.jspecify.annotations.NullMarked;
