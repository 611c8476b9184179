@NullMarked
package dev.signalbox.query.server;

import org.jspecify.annotations.NullMarked;
