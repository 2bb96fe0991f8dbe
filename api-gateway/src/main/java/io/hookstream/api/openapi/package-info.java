/** What the description of the API says of every route alike: how it refuses, who may call it, and an example. */
@NullMarked
package io.hookstream.api.openapi;

import org.jspecify.annotations.NullMarked;
