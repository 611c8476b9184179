/** What kinds of network addresses there are, as far as a provider may or may not have them. */
@NullMarked
package dev.signalbox.events.address;

import org.jspecify.annotations.NullMarked;
