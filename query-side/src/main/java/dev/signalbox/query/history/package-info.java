@NullMarked
package dev.signalbox.query.history;

import org.jspecify.annotations.NullMarked;
