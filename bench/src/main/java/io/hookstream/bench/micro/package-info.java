/** Single functions that every webhook passes, measured with JMH. */
@NullMarked
package io.hookstream.bench.micro;

import org.jspecify.annotations.NullMarked;
