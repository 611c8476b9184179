@NullMarked
package dev.signalbox.query.apikey;

import org.jspecify.annotations.NullMarked;
