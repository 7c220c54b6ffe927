"""The catalogue: what is sold, and its list prices."""

from http import HTTPStatus

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _

from leadtracker.blueprints import loaders
from leadtracker.blueprints.guards import require, signed_in_user
from leadtracker.blueprints.rendering import redirect_to, render_page_or_partial, toast
from leadtracker.db import db
from leadtracker.domain.errors import RuleViolation
from leadtracker.domain.plain_text import legible
from leadtracker.domain.policies import Action
from leadtracker.forms.products import ProductForm
from leadtracker.models import Product
from leadtracker.queries import products as find
from leadtracker.services import products

bp = Blueprint("products", __name__)

PAGE_SIZE = 50


@bp.get("/products")
@require(Action.EDIT_PRODUCTS)
def index():
    """The catalogue by name, or those of its products with the words looked for."""
    q, retired = legible(request.args.get("q", ""))[:100], request.args.get("retired") == "1"
    page = db.paginate(
        find.products_matching(q, retired=retired), per_page=PAGE_SIZE, error_out=False
    )
    return render_page_or_partial(
        "products/index.html", "products/_list.html", q=q, retired=retired, page=page
    )


@bp.get("/products/new")
@require(Action.EDIT_PRODUCTS)
def new():
    """An empty form."""
    return _render_new(ProductForm())


@bp.post("/products")
@require(Action.EDIT_PRODUCTS)
def create():
    """Add a product."""
    form = ProductForm(request.form)
    if not form.validate():
        return _render_new(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        product = products.create_product(**form.values(), by=signed_in_user())
    except RuleViolation as error:
        form.refuse(error)
        return _render_new(form, HTTPStatus.UNPROCESSABLE_ENTITY)
    words = _("%(name)s can be offered now.", name=product.name)
    return toast(redirect_to(url_for("products.index")), words)


@bp.get("/products/<int:product_id>")
@require(Action.EDIT_PRODUCTS)
def edit(product_id: int):
    """A product, to be changed."""
    product = loaders.load_product(product_id)
    return _render_edit(product, ProductForm.of(product))


@bp.post("/products/<int:product_id>")
@require(Action.EDIT_PRODUCTS)
def update(product_id: int):
    """Change it; orders and offers keep their prices."""
    product = loaders.load_product(product_id)
    form = ProductForm(request.form)
    if not form.validate():
        return _render_edit(product, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        products.update_product(product, **form.values(), by=signed_in_user())
    except RuleViolation as error:
        form.refuse(error)
        return _render_edit(product, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    words = _("%(name)s is saved.", name=product.name)
    return toast(redirect_to(url_for("products.index")), words)


def _render_new(form: ProductForm, status: int = HTTPStatus.OK) -> tuple[str, int]:
    return render_template("products/new.html", form=form), status


def _render_edit(
    product: Product, form: ProductForm, status: int = HTTPStatus.OK
) -> tuple[str, int]:
    return render_template("products/edit.html", product=product, form=form), status
