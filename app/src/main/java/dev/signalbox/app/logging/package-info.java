/** What is logged: keys that slipped through elsewhere are masked here. */
@NullMarked
package dev.signalbox.app.logging;

import org.jspecify.annotations.NullMarked;
