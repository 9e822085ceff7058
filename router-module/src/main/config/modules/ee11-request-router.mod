[description]
Routes requests by header rules in a servlet of its own EE11 context, instead of before the contexts.
Rules must be added to $JETTY_BASE/etc/request-router-rules.xml.

[environment]
ee11

[tags]
servlet
proxy
requestrouter

[depend]
request-router
security
ee11-servlet

[lib]
lib/request-router/servlet/*.jar

[xml]
etc/ee11-request-router.xml

[ini-template]
# tag::documentation[]
## The context path of the servlet: / or as /path.
## Contexts of webapps that have a longer path keep it.
# request-router.contextPath=/
# end::documentation[]
