/** What this node routes by: an immutable snapshot that outlives the database. */
@NullMarked
package dev.signalbox.inference.routing;

import org.jspecify.annotations.NullMarked;
