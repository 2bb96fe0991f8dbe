package io.hookstream.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One webhook to send, of the many kinds there are.
 *
 * @param label what is special about it
 * @param query with its question mark, or empty
 * @param headers whole lines, besides the content type's
 * @param chunk size of the chunks it is sent in; 0 for a Content-Length
 */
record Webhook(
        String label,
        String method,
        String query,
        @Nullable String contentType,
        List<String> headers,
        byte[] body,
        int chunk) {
    private static final String JSON = "application/json";
    private static final String BYTES = "application/octet-stream";
    private static final int MIB = 1 << 20;
    /** Fixed, so that a failure can be repeated. */
    private static final long SEED = 20_260_301;

    RawHttp.Answer send(int port, String path) {
        List<String> lines = new ArrayList<>(headers);
        if (contentType != null) {
            lines.add("Content-Type: " + contentType);
        }
        return chunk == 0
                ? RawHttp.send(port, method, path + query, lines, body)
                : RawHttp.sendChunked(port, method, path + query, lines, body, chunk);
    }

    static List<Webhook> everyKind() {
        List<Webhook> all = new ArrayList<>();
        methods(all);
        contentTypes(all);
        texts(all);
        json(all);
        binaries(all);
        forms(all);
        envelopes(all);
        return all;
    }

    private static void methods(List<Webhook> all) {
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
            all.add(new Webhook(method + " without a body", method, "", null, List.of(), new byte[0], 0));
            all.add(new Webhook(method + " with a body", method, "", JSON, List.of(), utf8("{\"a\":1}"), 0));
            all.add(new Webhook(method + " in chunks", method, "", JSON, List.of(), utf8("{\"chunks\":true}"), 4));
        }
    }

    private static void contentTypes(List<Webhook> all) {
        for (String type : List.of(
                "application/json; charset=utf-8",
                "application/json;charset=\"UTF-8\"",
                "APPLICATION/JSON",
                "application/cloudevents+json; charset=UTF-8",
                "application/x-ndjson",
                "application/vnd.github.v3+json",
                "application/msgpack",
                "application/protobuf",
                "application/cbor",
                "application/pdf",
                "application/x-unheard-of; a=b; c=\"d;e\"",
                "text/plain",
                "text/plain; charset=iso-8859-1",
                "text/plain; charset=no-such-charset",
                "text/csv; header=present",
                "text/html",
                "image/png",
                "message/rfc822",
                "garbage",
                "application/",
                "*/*",
                "application/json, text/plain")) {
            add(all, "content type " + type, type, utf8("{\"type\":\"content\"}"));
        }
        add(all, "no content type", null, utf8("{\"type\":\"none\"}"));
        add(all, "binary without a content type", null, new byte[] {0, -1, 1, -2});
        add(all, "empty body that says it is JSON", JSON, new byte[0]);
    }

    private static void texts(List<Webhook> all) {
        String text =
                "Zażółć gęślą jaźń, 日本語, \uD83D\uDE00\uD83C\uDFFD, \u202Eright to left\u202C, e\u0301, \u0000 NUL";
        for (String charset : List.of("UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "ISO-8859-2")) {
            add(all, "text in " + charset, "text/plain; charset=" + charset, text.getBytes(Charset.forName(charset)));
        }
        add(all, "a byte order mark before JSON", JSON, utf8("\uFEFF{\"bom\":true}"));
        add(all, "JSON in UTF-16", JSON, "{\"utf\":16}".getBytes(StandardCharsets.UTF_16));
        add(all, "bytes that are no UTF-8", JSON, RawHttp.latin("{\"a\":\"\u00ff\u00fe\u00c3\u0028\"}"));
        add(all, "an overlong slash", "text/plain", RawHttp.latin("\u00c0\u00af"));
        add(all, "a surrogate in UTF-8", "text/plain", RawHttp.latin("\u00ed\u00a0\u0080"));
        add(all, "only white space", JSON, utf8(" \r\n\t "));
        add(all, "only line breaks", "text/plain", utf8("\r\n\r\n"));
        add(all, "a lone NUL", "text/plain", new byte[1]);
        add(all, "what looks like a chunk's end", "text/plain", utf8("0\r\n\r\nGET / HTTP/1.1\r\n\r\n"));
    }

    private static void json(List<Webhook> all) {
        String[][] cases = {
            {"NUL in a key", "{\"a\\u0000b\":1}"},
            {"600 arrays deep", "[".repeat(600) + "]".repeat(600)},
            {"600 objects deep", "{\"a\":".repeat(600) + "1" + "}".repeat(600)},
            {"1100 arrays deep", "[".repeat(1100) + "]".repeat(1100)},
            {"20000 arrays deep and unclosed", "[".repeat(20_000)},
            {"duplicate keys", "{\"a\":1,\"a\":2,\"b\":{\"a\":3,\"a\":4}}"},
            {"1e400", "{\"n\":1e400,\"m\":-1e400,\"tiny\":1e-400}"},
            {"a number of 1001 digits", "{\"n\":" + "9".repeat(1001) + "}"},
            {"an exponent of a billion", "{\"n\":1e1000000000}"},
            {"numbers as written", "{\"a\":1.0,\"b\":1.00,\"c\":-0,\"d\":9007199254740993,\"e\":1E2}"},
            {"keys with dots and dollars", "{\"a.b\":1,\"$set\":{\"x\":1},\"$where\":\"1\",\"\":2}"},
            {
                "keys of prototypes",
                "{\"__proto__\":{\"a\":1},\"constructor\":1,\"_id\":\"x\",\"_class\":\"java.lang.Runtime\"}"
            },
            {"a lone surrogate", "{\"a\":\"\\ud800\"}"},
            {"escapes as written", "{\"a\":\"\\u0041\\/\\b\"}"},
            {"white space as written", "{ \"a\" :\n\t1 ,\r\n\"b\" : [ ] }"},
            {"a scalar", "42"},
            {"a text", "\"text\""},
            {"null", "null"},
            {"true", "true"},
            {"an empty object", "{}"},
            {"an empty array", "[]"},
            {"a trailing comma", "{\"a\":1,}"},
            {"NaN", "{\"a\":NaN,\"b\":Infinity}"},
            {"single quotes", "{'a':1}"},
            {"cut off", "{\"a\":\"b"},
            {"two documents", "{\"a\":1}{\"b\":2}"},
            {"a comment", "{/* why */\"a\":1}"},
            {"script", "{\"a\":\"</script><img src=x onerror=alert(1)>\"}"},
            {"30 KB", "{\"items\":[" + "{\"name\":\"thing\",\"price\":12.5},".repeat(990) + "{}]}"},
            {"a text of 30 KB", "{\"a\":\"" + "x".repeat(30_000) + "\"}"},
            {"1 MiB exactly", "{\"a\":\"" + "y".repeat(MIB - 8) + "\"}"},
        };
        for (String[] one : cases) {
            add(all, "JSON: " + one[0], JSON, utf8(one[1]));
        }
    }

    private static void binaries(List<Webhook> all) {
        byte[] every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        add(all, "all byte values", BYTES, every);
        add(all, "all byte values as JSON", JSON, every);
        Random random = new Random(SEED);
        // Around 10 KB payloads move from the log to the payload store.
        List<Integer> sizes = new ArrayList<>(List.of(
                1, 2, 1023, 1024, 4096, 8191, 8192, 10_000, 10_239, 10_240, 10_241, 16_384, 65_535, 65_536, 102_400,
                261_120, 261_121, MIB - 1, MIB));
        for (int i = 0; i < 40; i++) {
            sizes.add(1 + random.nextInt(102_400));
        }
        for (int i = 0; i < sizes.size(); i++) {
            byte[] body = new byte[sizes.get(i)];
            random.nextBytes(body);
            int chunk = i % 5 == 0 ? 1 + random.nextInt(8_192) : 0;
            String label = i + ": " + body.length + " random bytes" + (chunk > 0 ? " in chunks" : "");
            all.add(new Webhook(label, "POST", "", BYTES, List.of(), body, chunk));
        }
        byte[] zeros = new byte[50_000];
        add(all, "50000 zeros", BYTES, zeros);
        Arrays.fill(zeros, (byte) 0xff);
        add(all, "50000 ones", BYTES, zeros);
    }

    private static void forms(List<Webhook> all) {
        add(all, "a form", "application/x-www-form-urlencoded", utf8("a=1&b=two+words&c=%F0%9F%98%80&a=2&=&d"));
        add(all, "a broken form", "application/x-www-form-urlencoded", utf8("a=%ZZ&%=&&=x&%00"));
        String multipart = "--X\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--X\r\n"
                + "Content-Disposition: form-data; name=\"f\"; filename=\"../x\"\r\n\r\n\u0001\r\n--X--\r\n";
        add(all, "multipart", "multipart/form-data; boundary=X", utf8(multipart));
        add(all, "multipart without its boundary", "multipart/form-data", utf8(multipart));
        add(all, "XML", "application/xml", utf8("<?xml version=\"1.0\"?><a b='c'><![CDATA[<&>]]></a>"));
        add(
                all,
                "XML with entities",
                "text/xml",
                utf8("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"));
    }

    private static void envelopes(List<Webhook> all) {
        byte[] body = utf8("{\"type\":\"envelope\"}");
        byte[] packed = gzip(utf8("{\"packed\":\"" + "a".repeat(5_000) + "\"}"));
        for (String header : List.of(
                "Content-Encoding: identity",
                "X-Empty:",
                "X-Long: " + "h".repeat(4_000),
                "X-Latin: caf\u00e9",
                "X-Utf8: \u00c3\u00a9",
                "X-Tab: a\tb",
                "X-Quotes: \"a\\\"b\"; c='d', e",
                "Cookie: a=b; c=\"d\"",
                "Authorization: Bearer canary-token",
                "X-API-Key: hs_live_wrong",
                "X-Forwarded-For: 203.0.113.9, not-an-address",
                "Accept: not/a;;;type",
                "Accept-Language: ***",
                "Origin: https://elsewhere.example",
                "Range: bytes=0-1",
                "If-None-Match: *",
                "X-HTTP-Method-Override: DELETE",
                "traceparent: garbage")) {
            all.add(new Webhook("header " + header, "POST", "", JSON, List.of(header), body, 0));
        }
        all.add(new Webhook("a header twice", "POST", "", JSON, List.of("X-A: 1", "x-a: 2"), body, 0));
        all.add(new Webhook("gzip", "POST", "", JSON, List.of("Content-Encoding: gzip"), packed, 0));
        all.add(new Webhook("gzip in chunks", "POST", "", JSON, List.of("Content-Encoding: gzip"), packed, 7));
        all.add(new Webhook("not gzip at all", "POST", "", JSON, List.of("Content-Encoding: gzip"), body, 0));
        all.add(new Webhook("brotli it says", "POST", "", JSON, List.of("Content-Encoding: br"), body, 0));
        for (String query : List.of(
                "?",
                "?a=1&b=2&a=3",
                "?q=%F0%9F%98%80",
                "?q=%FF%FE",
                "?a%5B%5D=1&a%5B%5D=2",
                "?plus=a+b",
                "?=&&=",
                "?long=" + "q".repeat(2_000))) {
            all.add(new Webhook("query " + query, "POST", query, JSON, List.of(), body, 0));
        }
    }

    private static void add(List<Webhook> all, String label, @Nullable String contentType, byte[] body) {
        all.add(new Webhook(label, "POST", "", contentType, List.of(), body.clone(), 0));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
