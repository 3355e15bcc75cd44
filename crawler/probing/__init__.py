"""Find out what row of the registry a site needs: a bounded crawl whose pages are looked at more closely.

A probe is a crawl: the same spider, walk, middlewares and manners, so that what it finds is what a crawl
will find.  It differs in three things.  Its walk (`crawler.probing.walk`) recognises the family of each page
anew, since no row names it yet; it spends a small purse of requests; and it writes down what it saw
(`crawler.probing.sights`).  From those notes come the section (`sections`), the place (`place`), the row
(`proposal`) and what is doubtful about it (`doubts`).
"""
