@NullMarked
package dev.signalbox.app.access;

import org.jspecify.annotations.NullMarked;
