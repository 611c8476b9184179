/** What came from another product beside configuration. */
@NullMarked
package dev.signalbox.events.imported;

import org.jspecify.annotations.NullMarked;
