/** Load scenarios against the packaged application; results and conditions are in docs/benchmarks.md. */
@NullMarked
package dev.signalbox.bench;

import org.jspecify.annotations.NullMarked;
