/** What keeps an open console current: that something has changed, never what. */
@NullMarked
package dev.signalbox.query.live;

import org.jspecify.annotations.NullMarked;
