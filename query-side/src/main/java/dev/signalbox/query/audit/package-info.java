@NullMarked
package dev.signalbox.query.audit;

import org.jspecify.annotations.NullMarked;
