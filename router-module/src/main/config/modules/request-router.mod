[description]
Routes requests by header rules to other servers, streaming both ways, or to the webapps of this Jetty.
Rules must be added to $JETTY_BASE/etc/request-router-rules.xml.
Servers with h2c:// URIs require the module http2-client-transport, too.

[tags]
server
handler
proxy
requestrouter

[before]
compression
cross-origin
debuglog
dos
graceful
gzip
min-data-rate
qos
rewrite
secure-redirect
size-limit
ssl
state-tracking
statistics
thread-limit

[depend]
server
proxy

[lib]
lib/request-router/*.jar

[files]
basehome:modules/request-router/request-router-rules.xml|etc/request-router-rules.xml

[xml]
etc/request-router.xml

[ini-template]
# tag::documentation[]
## The file of backends, servers and rules; a relative path is resolved against $JETTY_BASE.
# request-router.rules=etc/request-router-rules.xml

## How often, in seconds, that file and the files that it names are looked at, to be loaded anew when they have changed; 0 for never.
# request-router.scanInterval=1

## Whether requests are routed before they reach the webapps' contexts.
## With ee10-request-router or ee11-request-router the default is false, since they route in a servlet.
# request-router.handler=true

## The number of the router's own selectors for connections to servers, or 0 to use those of the clients' connections.
# request-router.selectors=0

## For how long requests that wait for a server or its response are held while the server stops gracefully.
## Without the module graceful the server does not wait at all.
# request-router.stopHold=3s

## How many bytes the responses may take that rules with a microCache keep.
# request-router.cacheSize=16m

## Whether TCP probes silent connections of clients: off, system for the system's settings,
## or the silence before the first probe, the time between two, and how many in vain end the connection: 60s 10s 3
# request-router.tcpKeepAlive=off
# end::documentation[]
