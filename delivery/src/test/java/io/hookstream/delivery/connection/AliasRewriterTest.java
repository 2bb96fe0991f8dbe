package io.hookstream.delivery.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AliasRewriterTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '^',
            value = {
                "body ~ $event.body",
                "body.id ~ $event.body.id",
                "`body`.id ~ $event.`body`.id",
                "{ \"items\": body, \"n\": $count(payload) } ~ { \"items\": $event.body, \"n\": $count($event.payload) }",
                "method & \" body \" & 'query' ~ $event.method & \" body \" & 'query'",
                "id.body ~ id.body",
                "$.body + $body + $$.query ~ $.body + $body + $$.query",
                "body[body.x = 1].body ~ $event.body[body.x = 1].body",
                "a.{ \"q\": query } ~ a.{ \"q\": query }",
                "a.(query; method) & query ~ a.(query; method) & $event.query",
                "a.$string(method) ~ a.$string(method)",
                "$string(method).x ~ $string($event.method).x",
                "$map(body, function($v) { $v.body & method }) ~ $map($event.body, function($v) { $v.body & $event.method })",
                "function($v)<s:s>{ method }(1) ~ function($v)<s:s>{ $event.method }(1)",
                "items{ method: 1 } ~ items{ method: 1 }",
                "[body, [method]][0] ~ [$event.body, [$event.method]][0]",
                "x ? body : query ~ x ? $event.body : $event.query",
                "body and method or x in query ~ $event.body and $event.method or x in $event.query",
                "[1..body.n] ~ [1..$event.body.n]",
                "/body/i /* body */ & method ~ /body/i /* body */ & $event.method",
                "4/2/body ~ 4/2/$event.body",
                "*.body ~ *.body",
                "2 * method ~ 2 * $event.method",
                "bodyguard.x & mybody ~ bodyguard.x & mybody",
                "\"unfinished body ~ \"unfinished body",
                "))body ~ ))body",
                "$ | $ | {\"a\": body} | ~ $ | $ | {\"a\": body} |"
            })
    void replacesNamesThatAreLookedUpInTheRoot(String expression, String rewritten) {
        assertThat(AliasRewriter.rewrite(expression, TransformInput.ALIASES)).isEqualTo(rewritten);
    }
}
