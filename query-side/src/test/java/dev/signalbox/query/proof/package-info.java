@NullMarked
package dev.signalbox.query.proof;

import org.jspecify.annotations.NullMarked;
