/** How much clients may use, counted over all nodes without asking the database before a request. */
@NullMarked
package dev.signalbox.inference.limit;

import org.jspecify.annotations.NullMarked;
