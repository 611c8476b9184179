@NullMarked
package dev.signalbox.app.embedded;

import org.jspecify.annotations.NullMarked;
